(* One attention row under gradient ascent: the gradient sums to zero, scores matter up to a
   shift, and the parent keeps and extends its lead. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import softmax information chain.
From Lemmascope.causal Require Import limit_gradient forest parent_dominates.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- statements ---------- *)
(** theorem causal/AttentionGradientRowsSumToZero
    says: The softmax gradient of any attention row sums to zero, for any weights on a finite
      sample space.
    leaves out: Rows sum to one is the only property of softmax used.
    supports: causal/gradient-rows-sum-to-zero *)
Definition AttentionGradientRowsSumToZero_statement : Prop :=
  forall (R : realFieldType) (J W : finType) (p : W -> R) (a v : W -> J -> R),
  (forall w, \sum_j a w j = 1) ->
  \sum_j \sum_w p w * softmax_grad (a w) (v w) j = 0.

(** theorem causal/ParentAttentionGrows
    says: Gradient ascent on one attention row with the limiting gradient of the forest, from
      equal scores: at every step no earlier position has a larger score than the parent, and the
      lead of the parent never shrinks, for any step size.
    leaves out: ex stands for the exponential: any positive non-decreasing function. The gradient
      is the limiting one and does not change with the step.
    supports: causal/parent-attention-grows *)
Definition ParentAttentionGrows_statement : Prop :=
  forall (R : realFieldType) n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat)
    T i (p : 'I_i) (ex : R -> R) (eta : R) (z : nat -> 'I_i -> R),
  chain pi mu -> forest par -> (i < T)%N -> par i = Some (p : nat) ->
  (forall x, 0 < ex x) -> (forall x y, x <= y -> ex x <= ex y) -> 0 <= eta ->
  (forall j, z 0%N j = z 0%N p) ->
  (let a t j := ex (z t j) / \sum_k ex (z t k) in
   let gi (j : 'I_i) := g pi mu (pair_law pi mu par T j i) in
   forall t j, z t.+1 j = z t j + eta * (a t j * (gi j - \sum_k a t k * gi k))) ->
  forall t j, z t j <= z t p /\ z t p - z t j <= z t.+1 p - z t.+1 j.

(** theorem causal/SoftmaxSeesDifferencesOnly
    says: Adding a constant to the scores of an attention row changes no weight, for any function
      that turns sums into products.
    leaves out: ex stands for the exponential.
    supports: causal/gradient-rows-sum-to-zero *)
Definition SoftmaxSeesDifferencesOnly_statement : Prop :=
  forall (R : realFieldType) (J : finType) (ex : R -> R) (z : J -> R) c,
  (forall x y, ex (x + y) = ex x * ex y) -> ex c != 0 ->
  forall j, ex (z j + c) / (\sum_k ex (z k + c)) = ex (z j) / (\sum_k ex (z k)).

(* ---------- proofs ---------- *)
Theorem AttentionGradientRowsSumToZero : AttentionGradientRowsSumToZero_statement.
Proof. exact: softmax_population. Qed.

Theorem ParentAttentionGrows : ParentAttentionGrows_statement.
Proof. move=> R n pi mu par T i p ex eta z H F iT pi_ ex0 exm eta0 init step t j.
have gp (k : 'I_i) : g pi mu (pair_law pi mu par T k i) <= g pi mu (pair_law pi mu par T p i).
  by apply: parent_dominance_forest.
have i0 k : z 0%N k <= z 0%N p by rewrite init.
split; first exact: (ascent_order ex0 exm gp eta0 i0 step).
exact: (ascent_lead_grows ex0 exm gp eta0 i0 step). Qed.

Theorem SoftmaxSeesDifferencesOnly : SoftmaxSeesDifferencesOnly_statement.
Proof. by move=> R J ex z c exD c0; apply: softmax_shift. Qed.
