(* The finite-length drive K_ij, from the sequence law with the query appended, its average over
   the orbit of a chain, and an exact evaluator proved equal to it. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect ssralg ssrnum ssrint zmodp matrix fingroup perm.
From Lemmascope Require Import information chain rational.
From Lemmascope.causal Require Import limit_gradient forest two_state.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* E is the law of the sequence (causal/forest.v) *)
Section Defs.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat) (eps : R).
(* x = s_1 .. s_T, query q = s_T included *)
Definition muhat (x : seq S) s : R := (count_mem s x)%:R / (size x)%:R.
Definition wgt (x : seq S) q i : R :=
  \sum_s pi q s / (muhat x s + eps) * ((nth ord0 x i == s)%:R - muhat x s).
(* forest on m positions, then a uniform independent query: T = m + 1;
   positions are counted from 0, the query is position m *)
Definition Kfin m i j : R :=
  \sum_q n.+1%:R^-1 * E pi mu par m (fun s =>
    let x := rcons s q in wgt x q i * (nth ord0 x j == q)%:R).
End Defs.
(* uniform average over a list of chains *)
Definition Kmean (R : realFieldType) n (pr : seq ('M[R]_n.+1 * 'rV[R]_n.+1)) par eps m i j : R :=
  (\sum_(c <- pr) Kfin c.1 c.2 par eps m i j) / (size pr)%:R.
(* rows (x, 1-x) and (y, 1-y) *)
Definition two_state (R : realFieldType) (x y : R) : 'M[R]_2 :=
  \matrix_(a, b) let p := if a == 0 then x else y in if b == 0 then p else 1 - p.
(* average over all row and column permutations; muP s t is the law of the permuted chain *)
Definition Korbit (R : realFieldType) n (pi : 'M[R]_n.+1)
    (muP : 'S_n.+1 -> 'S_n.+1 -> 'rV[R]_n.+1) par eps m i j : R :=
  (\sum_s \sum_t Kfin (row_perm s (col_perm t pi)) (muP s t) par eps m i j) / (n.+1)`!%:R ^+ 2.
(* the forest of a star, and of a path *)
Definition star (i : nat) : option nat := if i is 0%N then None else Some 0%N.

Definition prev (i : nat) := if i is k.+1 then Some k else None.

(* ---------- the evaluator ---------- *)
Section Evaluator.
Variable n : nat.
Variables (t : seq (seq Q)) (mu : seq Q) (par : nat -> option nat) (eps : Q).
Definition natQ k : Q := Qmake (Z.of_nat k) 1.
Definition nextT (s : seq nat) x :=
  if par (size s) is Some k then ent t (nth 0%N s k) x else vec mu x.
Fixpoint ET m (f : seq nat -> Q) : Q :=
  if m is m'.+1 then ET m' (fun s => sumQ n (fun x => qmul (nextT s x) (f (rcons s x)))) else f [::].
Definition muhatT (x : seq nat) s : Q := qdiv (natQ (count_mem s x)) (natQ (size x)).
Definition wT (x : seq nat) q i : Q := sumQ n (fun s => let f := muhatT x s in
  qmul (qdiv (ent t q s) (qadd f eps)) (qadd (if nth 0%N x i == s then 1%Q else 0%Q) (Qopp f))).
Definition KT m i j : Q := sumQ n (fun q => qmul (Qinv (natQ n.+1)) (ET m (fun s =>
  let x := rcons s q in if nth 0%N x j == q then wT x q i else 0%Q))).
End Evaluator.
Definition KmeanT n (pr : seq (seq (seq Q) * seq Q)) par eps m i j : Q :=
  qdiv (foldr (fun c acc => qadd (KT n c.1 c.2 par eps m i j) acc) 0%Q pr) (natQ (size pr)).

(* the four tables of a two-state orbit, with their stationary laws *)
Definition qs x y := qadd x (Qopp y).
Definition tab2 (x y : Q) : seq (seq Q) * seq Q :=
  let z := qadd (qs 1 x) y in
  ([:: [:: x; qs 1 x]; [:: y; qs 1 y]], [:: qdiv y z; qdiv (qs 1 x) z]).
Definition orbit2 (x y : Q) :=
  [:: tab2 x y; tab2 (qs 1 x) (qs 1 y); tab2 y x; tab2 (qs 1 y) (qs 1 x)].
(* the table is a chain with that law, and moves at all *)
Definition ok2 (c : seq (seq Q) * seq Q) :=
  chainT 1 c.1 c.2 && ~~ Qle_bool (qadd (ent c.1 0 1) (ent c.1 1 0)) 0.

(* ---------- statements ---------- *)
(** theorem causal/FiniteEvaluator
    says: The rational evaluator KT computes exactly the finite-length drive K that is defined
      from the sequence law.
    leaves out: The table is read as a matrix (matQ) and the stationary law as a row (rowQ); no
      condition on them is needed for this equality.
    supports: causal/parent-dominates-at-finite-length *)
Definition FiniteEvaluator_statement : Prop :=
  forall (R : realFieldType) n t mu par eps m i j,
  Q2R R (KT n t mu par eps m i j) = Kfin (matQ n R t) (rowQ n R mu) par (Q2R R eps) m i j.

(** theorem causal/TwoStateOrbitEvaluator
    says: For two states the evaluator gives the average of K over all row and column
      permutations of the chain.
    leaves out: Stationary laws of the permuted chains are any laws that satisfy [chain]; for two
      states they are unique.
    supports: causal/parent-dominates-at-finite-length *)
Definition TwoStateOrbitEvaluator_statement : Prop :=
  forall (R : realFieldType) x y (muP : 'S_2 -> 'S_2 -> 'rV[R]_2) par eps m i j,
  all ok2 (orbit2 x y) ->
  (forall s t, chain (row_perm s (col_perm t (two_state (Q2R R x) (Q2R R y)))) (muP s t)) ->
  Korbit (two_state (Q2R R x) (Q2R R y)) muP par (Q2R R eps) m i j
  = Q2R R (KmeanT 1 (orbit2 x y) par eps m i j).

(** theorem causal/FiniteLengthReferenceValue
    says: The reference value of the specification: K at i = 3, j = 1 (counted from 0, as K 3 1 0
      with three forest positions) of the path of length four.
    leaves out: One number of one instance; certificates state many more.
    supports: causal/parent-dominates-at-finite-length *)
Definition FiniteLengthReferenceValue_statement : Prop :=
  forall R : realFieldType,
  Kfin (matQ 1 R [:: [:: 7 # 10; 3 # 10]; [:: 4 # 10; 6 # 10]]%Q) (rowQ 1 R [:: 4 # 7; 3 # 7]%Q)
    prev (Q2R R (1 # 100)) 3 1 0 = - Q2R R (57901 # 2351440).

(* ---------- proofs ---------- *)
Section Sound.
Variables (R : realFieldType) (n : nat).
Notation h := (Q2R R).
Notation S := 'I_n.+1.
Lemma h_nat k : h (natQ k) = k%:R.
Proof.
rewrite /natQ /Q2R /= divr1; case: k => [|k] //=.
by rewrite SuccNat2Pos.id_succ.
Qed.
Lemma nth_val (x : seq S) k : nth 0%N (map val x) k = nth ord0 x k.
Proof. by elim: x k => [|a x IH] [|k] //=. Qed.
Lemma count_val (x : seq S) (s : S) : count_mem (s : nat) (map val x) = count_mem s x.
Proof. by rewrite count_map; apply: eq_count => a /=; rewrite val_eqE. Qed.
Variables (t : seq (seq Q)) (mu : seq Q) (par : nat -> option nat) (eps : Q).
Notation piR := (matQ n R t).
Notation muR := (rowQ n R mu).
Lemma ETP m f F : (forall s : seq S, h (f (map val s)) = F s) ->
  h (ET n t mu par m f) = E piR muR par m F.
Proof.
elim: m f F => [|m IH] f F fF /=; first exact: (fF [::]).
apply: IH => s; rewrite hsum; apply: eq_bigr => x _.
rewrite hmul -map_rcons fF; congr (_ * _); rewrite /nextT /next size_map.
by case: (par _) => [k|]; rewrite mxE // nth_val.
Qed.
Lemma muhatTP (x : seq S) (s : S) : h (muhatT (map val x) s) = muhat R x s.
Proof. by rewrite hdiv !h_nat count_val size_map. Qed.
Lemma wTP (x : seq S) (q : S) i : h (wT n t eps (map val x) q i) = wgt piR (h eps) x q i.
Proof.
rewrite hsum; apply: eq_bigr => s _; rewrite hmul hdiv !hadd Q2RN muhatTP mxE nth_val val_eqE.
by case: eqP; rewrite ?Q2R1 ?Q2R0.
Qed.
Theorem KT_sound m i j : h (KT n t mu par eps m i j) = Kfin piR muR par (h eps) m i j.
Proof.
rewrite hsum; apply: eq_bigr => q _; rewrite hmul Q2RV h_nat; congr (_ * _); apply: ETP => s.
rewrite /= -map_rcons nth_val val_eqE; case: eqP => _; last by rewrite Q2R0 mulr0.
by rewrite wTP mulr1.
Qed.
End Sound.
Theorem KmeanT_sound (R : realFieldType) n pr par eps m i j :
  Q2R R (KmeanT n pr par eps m i j)
  = Kmean [seq (matQ n R c.1, rowQ n R c.2) | c <- pr] par (Q2R R eps) m i j.
Proof.
rewrite hdiv h_nat /Kmean size_map big_map; congr (_ / _).
elim: pr => [|c pr IH]; first by rewrite big_nil Q2R0.
by rewrite big_cons /= hadd IH KT_sound.
Qed.

(* ---------- two states ---------- *)
Lemma sum_S2 (R : realFieldType) (F : 'S_2 -> R) : \sum_s F s = F 1%g + F (tperm (0 : 'I_2) (1 : 'I_2)).
Proof.
pose o0 : 'I_2 := 0; pose o1 : 'I_2 := 1; rewrite -/o0 -/o1.
have n01 : o0 != o1 by [].
have ne : tperm o0 o1 != 1%g by apply/eqP => /permP/(_ o0); rewrite tpermL perm1.
rewrite (bigD1 1%g) //= (bigD1 (tperm o0 o1)) //= big1 ?addr0 // => s /andP[s1 s2].
have two (a : 'I_2) : a = o0 \/ a = o1.
  by case: a => -[|[|//]] i; [left|right]; apply/val_inj.
have inj : s o1 = s o0 -> False by move/perm_inj => E; move: n01; rewrite E eqxx.
case/negP: s2; have [s0|s0] := two (s o0).
  case/negP: s1; apply/eqP/permP => a; rewrite perm1; have [->|->] := two a => //.
  by have [E|//] := two (s o1); case: inj; rewrite E s0.
apply/eqP/permP => a; have [->|->] := two a; first by rewrite tpermL.
by rewrite tpermR; have [//|E] := two (s o1); case: inj; rewrite E s0.
Qed.
Lemma stationary_unique (R : realFieldType) (pi : 'M[R]_2) (mu nu : 'rV[R]_2) :
  chain pi mu -> chain pi nu -> pi 0 1 + pi 1 0 != 0 -> mu = nu.
Proof.
move=> H H' nz; apply/rowP=> b.
have := two_state_lazy H b b; rewrite (two_state_lazy H' b b) => /addrI.
have -> : 1 - (1 - pi 0 1 - pi 1 0) = pi 0 1 + pi 1 0 by rewrite !opprB addrA addrC -addrA addNKr_ || by rewrite -addrA -opprD subKr.
by move/(mulfI nz).
Qed.

Section Orbit2.
Variable R : realFieldType.
Notation h := (Q2R R).
Lemma hs x y : h (qs x y) = h x - h y. Proof. by rewrite hadd Q2RN. Qed.
Lemma tab2P x y : matQ 1 R (tab2 x y).1 = two_state (h x) (h y).
Proof.
apply/matrixP=> a b; rewrite !mxE.
by case: a => -[|[|//]] ia; case: b => -[|[|//]] ib; rewrite /ent /= ?hs ?Q2R1.
Qed.
Lemma ok2P c mu : ok2 c -> chain (matQ 1 R c.1) mu -> mu = rowQ 1 R c.2.
Proof.
case/andP=> C /(h_gt0 R) nz H; apply: (stationary_unique H (chainTP R C)).
by rewrite gt_eqF // !mxE -hadd.
Qed.
Lemma row2 (x y : R) : row_perm (tperm (0 : 'I_2) (1 : 'I_2)) (two_state x y) = two_state y x.
Proof.
apply/matrixP=> a b; rewrite !mxE.
have [->|->] : a = 0 \/ a = 1 by case: a => -[|[|//]] i; [left|right]; apply/val_inj.
  by rewrite tpermL.
by rewrite tpermR.
Qed.
Lemma col2 (x y : R) :
  col_perm (tperm (0 : 'I_2) (1 : 'I_2)) (two_state x y) = two_state (1 - x) (1 - y).
Proof.
apply/matrixP=> a b; rewrite !mxE.
have [->|->] : b = 0 \/ b = 1 by case: b => -[|[|//]] i; [left|right]; apply/val_inj.
  by rewrite tpermL /=; case: ifP.
by rewrite tpermR /=; case: ifP; rewrite opprB addrC subrK.
Qed.
(* the evaluator gives the orbit average, for any two-state chain, forest, length and eps *)
Theorem Korbit_eval x y (muP : 'S_2 -> 'S_2 -> 'rV[R]_2) par eps m i j :
  all ok2 (orbit2 x y) ->
  (forall s t, chain (row_perm s (col_perm t (two_state (h x) (h y)))) (muP s t)) ->
  Korbit (two_state (h x) (h y)) muP par (h eps) m i j
  = h (KmeanT 1 (orbit2 x y) par eps m i j).
Proof.
move=> /and5P[o1 o2 o3 o4 _] C; rewrite KmeanT_sound /Kmean size_map big_map /Korbit !sum_S2; congr (_ / _); last by rewrite -natrX.
set tau := tperm _ _; have := (C 1 1, C 1 tau, C tau 1, C tau tau)%g.
rewrite !row_perm1 !col_perm1 !col2 !row2.
have -> : 1 = h 1 by rewrite Q2R1.
rewrite -!hs -!tab2P => -[[[C1 C2] C3] C4].
rewrite (ok2P o1 C1) (ok2P o2 C2) (ok2P o3 C3) (ok2P o4 C4).
by rewrite !big_cons big_nil addr0 !addrA.
Qed.
(* stationary laws exist, so the hypothesis on muP is never empty *)
Theorem Korbit_inhabited x y : all ok2 (orbit2 x y) ->
  exists muP : 'S_2 -> 'S_2 -> 'rV[R]_2,
    forall s t, chain (row_perm s (col_perm t (two_state (h x) (h y)))) (muP s t).
Proof.
move=> /and5P[o1 o2 o3 o4 _].
pose c (s t : 'S_2) := match s 0 == 0, t 0 == 0 with
  | true, true => tab2 x y | true, false => tab2 (qs 1 x) (qs 1 y)
  | false, true => tab2 y x | false, false => tab2 (qs 1 y) (qs 1 x) end.
exists (fun s t => rowQ 1 R (c s t).2) => s t.
have two (u : 'S_2) : u = 1%g \/ u = tperm (0 : 'I_2) (1 : 'I_2).
  have := sum_S2 (fun v : 'S_2 => (v == u)%:R : R).
  rewrite (bigD1 u) //= eqxx big1 ?addr0 => [|v /negbTE-> //].
  case: eqP => [<-|_]; first by left.
  case: eqP => [<-|_]; first by right.
  by move/eqP; rewrite addr0 oner_eq0.
have OK d : ok2 d -> chain (matQ 1 R d.1) (rowQ 1 R d.2) by case/andP=> /(chainTP R).
have [->|->] := two s; have [->|->] := two t; rewrite /c ?perm1 ?tpermL /=;
  rewrite ?row_perm1 ?col_perm1 ?col2 ?row2 -?(Q2R1 R) -?hs -tab2P; exact: OK.
Qed.
End Orbit2.

Theorem FiniteEvaluator : FiniteEvaluator_statement.
Proof. move=> R n t mu par eps m i j; exact: KT_sound. Qed.

Theorem TwoStateOrbitEvaluator : TwoStateOrbitEvaluator_statement.
Proof. by move=> *; apply: Korbit_eval. Qed.

Theorem FiniteLengthReferenceValue : FiniteLengthReferenceValue_statement.
Proof. move=> R; rewrite -Q2RN -KT_sound; apply: Q2R_eq; apply/Qeq_bool_iff; vm_compute; reflexivity. Qed.
