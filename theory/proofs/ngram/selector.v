(* The selector of stage I (arXiv 2409.10559): a replicator, its gradient and what it conserves. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* replicator: p_S = c_S^2 / C, reward sum_S p_S G_S and its gradient *)
Section Replicator.
Variables (R : realFieldType) (I : finType).
Implicit Types c G : I -> R.
Definition Csum c := \sum_i c i ^+ 2.
Definition reward c G := (\sum_i c i ^+ 2 * G i) / Csum c.
Definition rgrad c G i := 2%:R * c i / Csum c * (G i - reward c G).
End Replicator.

(* ---------- statements ---------- *)
(** theorem ngram/SelectorIgnoresScale
    says: The reward of the selector does not change when all its weights are multiplied by a
      nonzero number.
    leaves out: Scores G are constants.
    supports: ngram/selector-is-a-replicator *)
Definition SelectorIgnoresScale_statement : Prop :=
  forall (R : realFieldType) (I : finType) (c G : I -> R) t, t != 0 ->
  reward (fun i => t * c i) G = reward c G.

(** theorem ngram/SelectorConservesItsNorm
    says: The gradient is orthogonal to the weights, so the flow conserves sum c^2, and a
      discrete ascent step adds exactly eta^2 |gradient|^2 to it.
    leaves out: The gradient is a definition (rgrad); that it is the gradient is
      ngram/SelectorGradient.
    supports: ngram/selector-steps-add-their-square ngram/selector-is-a-replicator *)
Definition SelectorConservesItsNorm_statement : Prop :=
  forall (R : realFieldType) (I : finType) (c G : I -> R) eta, Csum c != 0 ->
  \sum_i c i * rgrad c G i = 0 /\
  Csum (fun i => c i + eta * rgrad c G i) = Csum c + eta ^+ 2 * Csum (rgrad c G).

(** theorem ngram/SelectorIgnoresAConstant
    says: Adding a constant to all scores leaves the gradient of the selector unchanged.
    leaves out: Nothing.
    supports: ngram/selector-is-a-replicator *)
Definition SelectorIgnoresAConstant_statement : Prop :=
  forall (R : realFieldType) (I : finType) (c G : I -> R) b, Csum c != 0 ->
  rgrad c (fun i => G i + b) =1 rgrad c G.

(** theorem ngram/SelectorGradient
    says: rgrad is the gradient of the reward: exact increment for every step h.
    leaves out: Nothing: the remainder is the explicit quadratic term.
    supports: ngram/selector-is-a-replicator *)
Definition SelectorGradient_statement : Prop :=
  forall (R : realFieldType) (I : finType) (c G h : I -> R),
  Csum c != 0 -> Csum (fun i => c i + h i) != 0 ->
  (reward (fun i => c i + h i) G - reward c G) * Csum (fun i => c i + h i)
  = Csum c * (\sum_i rgrad c G i * h i) + \sum_i h i ^+ 2 * (G i - reward c G).

(* ---------- proofs ---------- *)
Section ReplicatorTheory.
Variables (R : realFieldType) (I : finType).
Add Field RF3 : (RingTac.ft R).
Implicit Types c G h : I -> R.
(* degree-0 homogeneity, and Euler's identity: the gradient is orthogonal to c *)
Theorem reward_homogeneous c G t : t != 0 -> reward (fun i => t * c i) G = reward c G.
Proof.
move=> t0; rewrite /reward /Csum.
under eq_bigr do rewrite exprMn -mulrA; under [X in _ / X]eq_bigr do rewrite exprMn.
by rewrite -!mulr_sumr invfM mulrACA mulfV ?mul1r // expf_neq0.
Qed.
Theorem euler c G : Csum c != 0 -> \sum_i c i * rgrad c G i = 0.
Proof.
move=> C0; transitivity (2%:R / Csum c * (\sum_i c i ^+ 2 * G i - Csum c * reward c G)).
  rewrite /Csum mulr_suml -sumrB mulr_sumr; apply: eq_bigr => i _; rewrite /rgrad.
  rewrite -/(Csum c); move: (c i) (G i) (reward c G) (Csum c)^-1 => a b r x.
  by rnorm R; ring.
by rewrite /reward mulrCA mulfV // mulr1 subrr mulr0.
Qed.
(* the flow conserves C (its derivative is 2 <c, grad> = 0); discrete ascent: *)
Theorem gd_norm c G eta : Csum c != 0 ->
  Csum (fun i => c i + eta * rgrad c G i) = Csum c + eta ^+ 2 * Csum (rgrad c G).
Proof.
move=> C0; rewrite /Csum mulr_sumr.
have -> : \sum_i (c i + eta * rgrad c G i) ^+ 2
  = \sum_i (c i ^+ 2 + eta ^+ 2 * rgrad c G i ^+ 2 + 2%:R * eta * (c i * rgrad c G i)).
  apply: eq_bigr => i _; move: (c i) (rgrad c G i) => a b; rnorm R; ring.
by rewrite !big_split -!mulr_sumr /= -[X in _ + _ * X]/(\sum_i c i * rgrad c G i) euler // mulr0 addr0 mulr_sumr.
Qed.
(* adding a constant to every score changes nothing *)
Theorem rgrad_shift c G b : Csum c != 0 -> rgrad c (fun i => G i + b) =1 rgrad c G.
Proof.
move=> C0 i; rewrite /rgrad; congr (_ * _).
have -> : reward c (fun i => G i + b) = reward c G + b.
  rewrite /reward; under eq_bigr do rewrite mulrDr.
  by rewrite big_split -mulr_suml /= -/(Csum c) mulrDl [Csum c * b]mulrC mulfK.
by rewrite opprD addrACA subrr addr0.
Qed.
(* rgrad is the gradient: exact increment *)
Theorem reward_increment c G h : Csum c != 0 -> Csum (fun i => c i + h i) != 0 ->
  (reward (fun i => c i + h i) G - reward c G) * Csum (fun i => c i + h i)
  = Csum c * (\sum_i rgrad c G i * h i) + \sum_i h i ^+ 2 * (G i - reward c G).
Proof.
move=> C0 C1; rewrite mulrBl {1}/reward divfK //.
have -> : reward c G * Csum (fun i => c i + h i)
  = \sum_i (c i + h i) ^+ 2 * reward c G by rewrite mulrC mulr_suml.
rewrite -sumrB mulr_sumr -big_split /=.
transitivity (\sum_i (c i ^+ 2 * G i - c i ^+ 2 * reward c G) +
   \sum_i (Csum c * (rgrad c G i * h i) + h i ^+ 2 * (G i - reward c G))).
  rewrite -big_split; apply: eq_bigr => i _ /=; rewrite /rgrad.
  have /eqP C0' := C0; move: (c i) (G i) (reward c G) (Csum c) C0' (h i) => a b r x x0 y.
  by rnorm R; field.
by rewrite sumrB -mulr_suml -/(Csum c) {2}/reward mulrC divfK // subrr add0r.
Qed.
End ReplicatorTheory.

Theorem SelectorIgnoresScale : SelectorIgnoresScale_statement.
Proof. by move=> R I c G t; apply: reward_homogeneous. Qed.

Theorem SelectorConservesItsNorm : SelectorConservesItsNorm_statement.
Proof. by move=> R I c G eta C0; split; [apply: euler|apply: gd_norm]. Qed.

Theorem SelectorIgnoresAConstant : SelectorIgnoresAConstant_statement.
Proof. by move=> R I c G b; apply: rgrad_shift. Qed.

Theorem SelectorGradient : SelectorGradient_statement.
Proof. by move=> R I c G h; apply: reward_increment. Qed.
