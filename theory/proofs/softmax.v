(* Softmax: its rows sum to one, its derivative sums to zero, a common shift of the scores
   changes nothing, and gradient ascent on the scores keeps the lead of the largest entry. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Lemmascope Require Import field_tactic.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Softmax.
Variables (R : realFieldType) (J : finType).

Definition softmax_grad (a v : J -> R) j := a j * (v j - \sum_k a k * v k).

Theorem softmax_row_sum (a v : J -> R) : \sum_j a j = 1 ->
  \sum_j softmax_grad a v j = 0.
Proof.
move=> a1; rewrite /softmax_grad; under eq_bigr do rewrite mulrBr.
by rewrite sumrB -mulr_suml a1 mul1r subrr.
Qed.

(* population version: weights p on a finite sample space, v may depend on the sample *)
Theorem softmax_population (W : finType) (p : W -> R) (a : W -> J -> R) (v : W -> J -> R) :
  (forall w, \sum_j a w j = 1) ->
  \sum_j \sum_w p w * softmax_grad (a w) (v w) j = 0.
Proof.
move=> a1; rewrite exchange_big big1 // => w _.
by rewrite -mulr_sumr softmax_row_sum // mulr0.
Qed.

(* where softmax_grad comes from: the quotient rule, for any derivation D with
   D (e j) = dz j * e j  ("e j = exp (z j), dz = D z"): the replicator equation *)
Section Derivation.
Variables (D : R -> R) (e dz : J -> R).
Hypotheses (DD : forall x y, D (x + y) = D x + D y)
           (DM : forall x y, D (x * y) = D x * y + x * D y)
           (De : forall j, D (e j) = dz j * e j).
Let Z := \sum_j e j.
Let a j := e j / Z.
Hypothesis Z0 : Z != 0.

Lemma softmax_sum1 : \sum_j a j = 1.
Proof. by rewrite -mulr_suml divff. Qed.
Theorem softmax_replicator j : D (a j) = softmax_grad a dz j.
Proof.
have D0 : D 0 = 0 by apply: (addrI (D 0)); rewrite -DD !addr0.
have aZ i : a i * Z = e i by rewrite /a divfK.
have DZ : D Z = (\sum_k a k * dz k) * Z.
  rewrite {1}/Z (big_morph D (id1 := 0) (op1 := +%R)) // mulr_suml.
  by apply: eq_bigr => k _; rewrite De mulrAC aZ mulrC.
apply: (mulIf Z0); have := DM (a j) Z; rewrite aZ De DZ => /esym/(canRL (addrK _)) ->.
by rewrite /softmax_grad [RHS]mulrAC aZ mulrBr [dz j * _]mulrC mulrCA aZ [_ * e j]mulrC.
Qed.
End Derivation.
Corollary softmax_jacobian (D : J -> R -> R) (e : J -> R) :
  (forall k x y, D k (x + y) = D k x + D k y) ->
  (forall k x y, D k (x * y) = D k x * y + x * D k y) ->
  (forall k j, D k (e j) = (j == k)%:R * e j) -> \sum_j e j != 0 ->
  let a j := e j / \sum_i e i in
  forall k j, D k (a j) = a j * ((j == k)%:R - a k).
Proof.
move=> DD DM De Z0 a k j.
rewrite (@softmax_replicator (D k) e (fun j => (j == k)%:R)) // /softmax_grad.
rewrite /a; set Zs := \sum_i e i; congr (_ * (_ - _)); rewrite (bigD1 k) //= eqxx mulr1 big1 ?addr0 // => i /negbTE->.
exact: mulr0.
Qed.

(* the finite reason: softmax does not see a common shift, for any "exp" turning + into * *)
Theorem softmax_shift (ex : R -> R) (z : J -> R) c :
  (forall x y, ex (x + y) = ex x * ex y) -> ex c != 0 ->
  forall j, ex (z j + c) / (\sum_k ex (z k + c)) = ex (z j) / (\sum_k ex (z k)).
Proof.
move=> exD c0 j; under eq_bigr do rewrite exD; rewrite exD -mulr_suml.
by rewrite invfM mulrACA [ex c / _]divff // mulr1.
Qed.
(* gradient ascent on the logits of one attention row, with a fixed gradient gv whose largest
   entry is p: if p starts no lower than the others its lead never shrinks, for any step size *)
Section Ascent.
Variables (ex : R -> R) (gv : J -> R) (p : J) (eta : R) (z : nat -> J -> R).
Let a t j := ex (z t j) / \sum_k ex (z t k).
Hypotheses (ex0 : forall x, 0 < ex x) (exm : forall x y, x <= y -> ex x <= ex y)
  (gp : forall j, gv j <= gv p) (eta0 : 0 <= eta)
  (init : forall j, z 0%N j <= z 0%N p)
  (step : forall t j, z t.+1 j = z t j + eta * softmax_grad (a t) gv j).

Let Z0 t : 0 < \sum_k ex (z t k).
Proof.
rewrite (bigD1 p) //=; apply: ltr_paddr (ex0 _).
by apply: sumr_ge0 => k _; apply/ltW.
Qed.
Lemma ascent_lead t j : z t j <= z t p -> z t p - z t j <= z t.+1 p - z t.+1 j.
Proof.
move=> zj; rewrite !step opprD addrACA ler_addl -mulrBr mulr_ge0 // subr_ge0 /softmax_grad.
have a0 k : 0 <= a t k by rewrite divr_ge0 ?ltW.
have bar : \sum_k a t k * gv k <= gv p.
  rewrite -[X in _ <= X]mul1r -(@softmax_sum1 (fun k => ex (z t k))) ?gt_eqF //.
  by rewrite mulr_suml; apply: ler_sum => k _; apply: ler_wpmul2l.
apply: le_trans (_ : a t j * (gv p - \sum_k a t k * gv k) <= _).
  by rewrite ler_wpmul2l // ler_add2r.
apply: ler_wpmul2r; first by rewrite subr_ge0.
by apply: ler_wpmul2r; [rewrite invr_ge0 ltW|apply: exm].
Qed.
Theorem ascent_order t j : z t j <= z t p.
Proof.
elim: t => [|t IH]; first exact: init.
by rewrite -subr_ge0; apply: le_trans (ascent_lead IH); rewrite subr_ge0.
Qed.
Theorem ascent_lead_grows t j : z t p - z t j <= z t.+1 p - z t.+1 j.
Proof. exact/ascent_lead/ascent_order. Qed.
End Ascent.
End Softmax.
